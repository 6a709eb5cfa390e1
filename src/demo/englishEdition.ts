import type { Edition } from './article.ts';

export const englishEdition: Edition = {
  locale: 'en',
  words: {
    support: 'Support #',
    supportCall: 'Independent reporting is paid for by its readers.',
    readNext: 'Read next',
    by: 'By',
    demo: 'Demonstration: these stories are invented.',
  },
  articles: [
    {
      slug: 'the-last-tram',
      section: 'City',
      tags: ['transport', 'night'],
      title: 'The Last Tram of the Night Has a Regular',
      standfirst:
        'For eleven years a retired clockmaker has ridden the final number 39 to its end and walked home. The drivers set their watches by him.',
      author: 'Vera Ilyina',
      paragraphs: [
        'At a quarter to one, when the platform lamps have gone from yellow to the colour of weak tea, Pavel Antonovich climbs the steps of the number 39, nods to the driver and takes the third seat on the left. He has done so, by his own count, three thousand eight hundred times.',
        'He is not going anywhere. The line ends at a loop of track behind a park, where the tram rests for six minutes before returning empty to the depot. Pavel Antonovich gets off there, looks at the sky, and walks the four kilometres home along the river.',
        '“A clock that is not wound stops,” he says. “A man the same.” He repaired clocks for forty-one years, most of them in railway stations, and he has opinions about punctuality that he delivers gently and at length.',
        'The drivers noticed him in the second winter. By the fifth they had given him a name, the Pendulum, and a custom: whoever has the last shift keeps a thermos for him under the dashboard. He brings them, in return, small repairs. Four wristwatches, one kitchen timer, and the bell of car 3014, which had rung flat since before anyone could remember.',
        'When the line was closed for rebuilding two years ago, the replacement bus did not interest him. “It has no rails,” he explained. “It could go anywhere.” For five months he walked both ways, and the drivers, who had been moved to other routes, worried about him until somebody thought to go and look.',
        'The rebuilt loop opened in September with new shelters and a digital display. The display is forty seconds slow. He has written to the city about it twice, in a clear hand, enclosing a drawing of the fault.',
        'On the night we rode along there were five passengers, then three, then one. The tram took its last curve with its lights dimmed. The driver, a woman named Zoya who has had this shift since spring, switched off the heating, poured tea into the cap of the thermos and passed it back without turning round.',
        'Outside it had begun to snow. Pavel Antonovich buttoned his coat, wished her a good night, and checked his watch against the display. Then he shook his head and set off along the river.',
      ],
    },
    {
      slug: 'bread-at-four',
      section: 'Food',
      tags: ['bread', 'work'],
      title: 'What a Bakery Knows at Four in the Morning',
      standfirst:
        'Three sisters, one oven from 1962, and a queue that begins before the light does.',
      author: 'Lev Orlov',
      paragraphs: [
        'The oven takes two hours to warm and a day to cool, so the Mironov sisters never let it cool. It has been lit, with eleven interruptions that they can list by date, since the spring of 1962.',
        'Rye goes in first, because rye forgives. Then the white loaves, then the braids with poppy seed that sell out by seven. Nobody in the family has ever used a thermometer. Tamara, the eldest, throws a pinch of flour on the bricks and counts until it browns.',
        '“Eight is bread,” she says. “Five is a fire. Twelve, you go back to bed.”',
        'The queue outside has its own rules, older than the current queue. You may keep one place for a neighbour but not two. You may not comment on what the person ahead of you buys. Whoever comes with a child goes to the front, provided the child is awake.',
        'Last autumn a company that sells frozen dough offered to supply the shop at a price that would have let the sisters sleep until six. They thanked the man, gave him a loaf for his journey and asked him to close the door behind him, because of the draught.',
        'Prices have gone up twice in three years, each time by the smallest coin that would do. There is a jar beside the till for those who can pay more and a hook with paper tickets for those who cannot. Tamara’s rule is that the jar must cover the hook by the end of each month. It always has.',
        'By nine the shelves are bare and the street smells of rye. Anna, the youngest, sweeps the flour from the step into a tin for the sparrows, who have a queue of their own.',
      ],
    },
    {
      slug: 'map-of-benches',
      section: 'City',
      tags: ['maps', 'walking'],
      title: 'A Teacher Mapped Every Bench in the City. Then People Wrote Back',
      standfirst:
        'It began as a lesson about scale. Now strangers send him the stories of four thousand places to sit.',
      author: 'Marina Sobol',
      paragraphs: [
        'The assignment for class 7B was simple: choose one thing that the official map leaves out and draw where it is. Most pupils chose shops. One chose pigeons. Their teacher, Gleb Sergeyevich, to show them how it might be done, chose benches.',
        'He expected to find a few hundred. He walked on weekends, with squared paper and a pencil on a string, and marked each one with a dot: a filled dot for a back to lean on, an open dot for none. After a year he had two thousand. After three he had worn out a pair of boots and run out of squared paper.',
        'A former pupil put the drawings online and added a small box under each dot, in case somebody wished to correct a mistake. Nobody corrected anything. They wrote instead.',
        'Under bench 118: “I read the whole of a very long novel here in one summer. I have not been able to finish another since, and I blame the bench.” Under bench 2204: “My grandfather taught me chess here and lost on purpose until I was nine.” Under bench 3071, simply: “She said yes.”',
        'There are now some eleven thousand notes. Gleb Sergeyevich reads each one before it appears, usually on a Sunday, with a red pen that he does not use.',
        'The city’s parks department has begun to consult the map before it moves anything. When it planned to replace the benches along the northern embankment, it first asked which of them mattered. “All of them,” said the teacher. They compromised on thirty-one.',
        'This year’s 7B has been given the same assignment. One pupil has chosen drinking fountains, another the places where the radio works under bridges. A girl in the second row has chosen silence, and has asked for more paper.',
      ],
    },
    {
      slug: 'choir-of-lift-engineers',
      section: 'Culture',
      tags: ['music', 'work'],
      title: 'The Choir That Rehearses in a Lift Shaft',
      standfirst:
        'Nine engineers found the best acoustics in town by accident, between the fourth floor and the fifth.',
      author: 'Ilya Brandt',
      paragraphs: [
        'Nobody planned to sing. In the winter of a long repair, with the car of lift number two locked at the top of the shaft and the power off, a fitter at the bottom whistled to a colleague on the fifth floor. The note went up, came back, and brought two others with it.',
        '“We all stopped working,” says Roman, who was on the ladder. “Then somebody tried a low one.”',
        'The shaft is nineteen metres of smooth concrete, poured in a single summer in 1974. An acoustician from the conservatory, invited later and at first reluctant to wear the helmet, measured an echo of six seconds, longer than most cathedrals and without the pigeons.',
        'The choir meets on Thursdays, when the lift is stopped for its inspection in any case. Basses stand in the pit; tenors on the second floor; the single soprano, a dispatcher named Nadia, sings from the machine room with her back to the motor. The conductor is wherever the ladder is.',
        'Their repertoire is small, because fast music turns to soup in there. They sing slow folk songs, one psalm, and a setting of the safety instructions that has become something of a hit among residents. The line “in the event of a stop, remain calm” takes forty seconds and modulates twice.',
        'Residents could have complained about the stairs. Instead they carry down chairs. On the last Thursday of the month every landing is full, and the man from the ninth floor, who is ninety and has not used the stairs for years, is carried to the seventh in an armchair by two baritones.',
        'A record label has asked about a recording. The engineers are considering it, with one condition: that it be made on the spot and in one take, because at nine o’clock the lift goes back into service, and people have to get home.',
      ],
    },
  ],
};
